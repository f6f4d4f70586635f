package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.proxy.dialect.Dialect;
import io.tollgate.proxy.dialect.ErrorBody;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A no that the caller caused, a limit decided or a provider forced: a sentence with a code.
///
/// @param code which row of the contract
/// @param message a sentence with the values and what to do
/// @param param the field or header at fault; empty for none
/// @param policy the id of the policy that spoke; empty if none did
/// @param scope the account that it spoke of; empty for none
/// @param headers beside those that every answer has
/// @param details what else stands under `tollgate` in the body
public record Refusal(
    Code code,
    String message,
    String param,
    String policy,
    String scope,
    Map<String, String> headers,
    Map<String, String> details) {
  /// No tested client sleeps well for longer; some sleep as long as they are told.
  private static final long LONGEST_WAIT = 60;

  public Refusal {
    headers = Map.copyOf(headers);
    details = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  static Refusal of(Code code, String message) {
    return of(code, message, "");
  }

  static Refusal of(Code code, String message, String param) {
    return new Refusal(code, message, param, "", "", Map.of(), Map.of());
  }

  /// Says when to come back: whole seconds, at least one.
  Refusal after(Duration wait) {
    long seconds = Math.clamp(wait.plusMillis(999).toSeconds(), 1, LONGEST_WAIT);
    return with("retry-after", Long.toString(seconds));
  }

  Refusal with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Refusal(code, message, param, policy, scope, all, details);
  }

  /// Says one thing more under `tollgate` in the body.
  Refusal telling(String name, String value) {
    var all = new LinkedHashMap<>(details);
    all.put(name, value);
    return new Refusal(code, message, param, policy, scope, headers, all);
  }

  /// @param id the public id of the request
  ErrorBody body(String id) {
    var all = new LinkedHashMap<String, String>();
    if (!policy.isEmpty()) {
      all.put("policy", policy);
    }
    if (!scope.isEmpty()) {
      all.put("scope", scope);
    }
    all.putAll(details);
    all.put("request_id", id);
    return new ErrorBody(message, code.type(), param, code.word(), all);
  }

  /// @param told the headers of every answer to this request
  void sendTo(Reply reply, Dialect dialect, Headers told, String id) throws IOException {
    var all = Headers.builder();
    told.asMap().forEach((name, values) -> values.forEach(value -> all.add(name, value)));
    all.set("content-type", "application/json");
    if (code.isHopeless()) {
      all.set("x-should-retry", "false");
    }
    headers.forEach(all::set);
    try (var out = reply.begin(code.status(), all.build())) {
      out.write(dialect.error(body(id)));
      out.flush();
    }
  }
}
