package io.tollgate.proxy;

import io.tollgate.ledger.Fingerprint;
import io.tollgate.proxy.intake.Field;
import io.tollgate.proxy.intake.Prompt;
import io.tollgate.proxy.intake.ToolCall;
import io.tollgate.proxy.intake.ToolCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Takes the fingerprints of a call: of what the caller sent that decides the answer, and of the
/// tool call whose result it brings.
///
/// They are HMACs under the caller's own virtual key, which nobody stores. So whoever reads the
/// table cannot find out by trying whether somebody asked a certain thing, nor whether two keys
/// asked the same.
final class Fingerprinter {
  private static final String HMAC = "HmacSHA256";

  /// 72 bits are 12 letters. Two calls of one account are taken for the same once in 10^21.
  private static final int BYTES = 9;

  /// What the answer is made of. The rest (a temperature, a seed, a user's name, an output cap) is
  /// no other question.
  private static final List<Field> ASKED = List.of(Field.MESSAGES, Field.TOOLS, Field.FUNCTIONS);

  private final SecretKeySpec key;

  /// @param secret the virtual key as the caller sent it
  Fingerprinter(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /// Nothing, at no cost, where no policy asks.
  static List<Fingerprint> of(Progress.Routed call) {
    var named = call.asked().named();
    var known = named.known();
    return known.rules().policies().breakLoops(named.who(), known.key().name())
        ? KeyRing.secret(call.visit().headers()).stream()
            .flatMap(secret -> new Fingerprinter(secret).take(call.prompt()).stream())
            .toList()
        : List.of();
  }

  List<Fingerprint> take(Prompt prompt) {
    var all = new ArrayList<Fingerprint>(2);
    all.add(new Fingerprint(Fingerprint.Of.CALL, call(prompt), ""));
    Optional<ToolCall> tool = ToolCalls.last(prompt);
    if (tool.isPresent()) {
      String name = tool.get().shownName();
      all.add(new Fingerprint(Fingerprint.Of.TOOL_CALL, toolCall(tool.get()), name));
    }
    return all;
  }

  private String call(Prompt prompt) {
    Mac mac = mac("call");
    add(mac, prompt.model());
    for (Field field : ASKED) {
      add(mac, prompt.value(field));
    }
    return text(mac);
  }

  private String toolCall(ToolCall tool) {
    Mac mac = mac("tool call");
    add(mac, tool.name());
    add(mac, tool.arguments());
    return text(mac);
  }

  private Mac mac(String of) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      add(mac, "tollgate " + of);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static void add(Mac mac, String part) {
    add(mac, ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
  }

  // With its length, so that no two lists of parts look alike.
  private static void add(Mac mac, ByteBuffer part) {
    mac.update(ByteBuffer.allocate(4).putInt(part.remaining()).flip());
    mac.update(part);
  }

  private static String text(Mac mac) {
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(mac.doFinal(), BYTES));
  }
}
