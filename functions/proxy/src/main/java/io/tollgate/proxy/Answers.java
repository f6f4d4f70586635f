package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.aws.http.Headers;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Reserved.Grant;
import io.tollgate.ledger.Reserved.Granted;
import io.tollgate.ledger.Slowdown;
import io.tollgate.money.Usd;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The headers that tell a caller about its call, whatever became of it.
final class Answers {
  private Answers() {}

  static Headers told(Progress at) {
    var headers = Headers.builder();
    add(headers, at);
    return headers.build();
  }

  private static void add(Headers.Builder headers, Progress at) {
    String id = at.visit().id();
    headers.set("tollgate-request-id", id).set("x-request-id", id);
    at.attribution().ifPresent(who -> headers.set("tollgate-attribution", named(who)));
  }

  /// @param closed the last closed bucket
  static Headers told(Progress.Bounded call, Granted granted, Calendar calendar, Bucket closed) {
    var headers = Headers.builder();
    add(headers, call);
    var tightest = new Tightest();
    for (Grant grant : granted.grants()) {
      var account = new AccountView(grant.account(), calendar, closed);
      for (Ceiling ceiling : grant.hold().ceilings()) {
        String window = granted.reservation().windows().of(ceiling.period());
        Usd spent = account.spent(window);
        tightest.consider(grant, ceiling, spent, spent.plus(account.held(window)));
      }
    }
    tightest.addTo(headers);
    String soft = soft(granted.objections());
    if (!soft.isEmpty()) {
      headers.set("tollgate-soft-limits", soft);
    }
    granted.slowdowns().stream()
        .min(Comparator.comparing(Slowdown::permille))
        .ifPresent(slowest ->
            headers.set(
                "tollgate-throttled",
                "scope=" + encoded(slowest.scope().toString()) + ";rate=" + percent(slowest)));
    addSavings(headers, call);
    return headers.build();
  }

  /// Of a call that nobody counts: what is left, nobody knows.
  static Headers toldUncounted(Progress.Bounded call) {
    var headers = Headers.builder();
    add(headers, call);
    addSavings(headers, call);
    return headers.set("tollgate-unreserved", "true").build();
  }

  private static void addSavings(Headers.Builder headers, Progress.Bounded call) {
    if (call.estimate() instanceof Estimate.Bounded bounded
        && (bounded.lowered() || call.savings().clamped().isPresent())) {
      headers.set("tollgate-clamped-max-tokens", Long.toString(bounded.cap()));
    }
    if (call.savings().degraded().isPresent()) {
      headers.set(
          "tollgate-degraded",
          "from="
              + encoded(call.savings().asked())
              + ";to="
              + encoded(call.provider() + "/" + call.model()));
    }
  }

  /// How fast calls still go, in percent of full speed.
  static String percent(Slowdown slowdown) {
    return slowdown.permille() / 10 + "%";
  }

  /// The soft limits that this call is beyond. Of shadow limits no caller hears.
  private static String soft(List<Denial> objections) {
    return objections.stream()
        .filter(denial -> denial.mode() == Mode.SOFT)
        .map(denial -> encoded(denial.policy()))
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String named(Attribution who) {
    return "member="
        + encoded(who.member())
        + ";agent="
        + encoded(who.agent())
        + ";department="
        + encoded(who.department())
        + ";feature="
        + encoded(who.feature());
  }

  static String encoded(String value) {
    return isPlain(value)
        ? value
        : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  // Nearly all names are.
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
        return false;
      }
    }
    return true;
  }
}
