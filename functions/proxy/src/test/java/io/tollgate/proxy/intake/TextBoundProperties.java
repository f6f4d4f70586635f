package io.tollgate.proxy.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TextBoundProperties {
  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  @Property(tries = 300)
  void the_bound_covers_the_text_and_its_normal_form_escaped_or_not(
      @ForAll("texts") String text, @ForAll boolean escaped) {
    long bound = bound(text, escaped);
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    long normal =
        Normalizer.normalize(text, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8).length;
    assertThat(bound).isGreaterThanOrEqualTo(Math.max(bytes, normal));
  }

  @Property(tries = 300)
  void no_text_has_more_tokens_than_its_bound(@ForAll("texts") String text) {
    long tokens = O200K.countTokensOrdinary(text);
    assertThat(bound(text, false)).isGreaterThanOrEqualTo(tokens);
  }

  @Example
  void a_ligature_that_grows_elevenfold_is_counted_grown() {
    String ligature = "\uFDFA".repeat(100);
    assertThat(bound(ligature, false)).isGreaterThanOrEqualTo(3_300);
    assertThat(bound(ligature, true)).isGreaterThanOrEqualTo(3_300);
  }

  @Example
  void plain_english_is_counted_by_its_bytes() {
    assertThat(bound("hello", false)).isEqualTo("{\"model\":\"m\",\"x\":\"hello\"}".length());
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(60),
        Arbitraries.strings()
            .withCharRange('\u0300', '\u036f')
            .withChars("aeouAEOU")
            .ofMaxLength(60),
        Arbitraries.strings().withCharRange('\uF900', '\uFDFF').ofMaxLength(60),
        Arbitraries.strings().withCharRange('\uFE70', '\uFFEF').ofMaxLength(60),
        Arbitraries.strings()
            .withCharRange('\u1100', '\u11FF')
            .withCharRange('\uAC00', '\uAD00')
            .ofMaxLength(60),
        Arbitraries.of(
            "def f(x):\n    return x\n",
            "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}",
            "😀👩‍👩‍👧‍👦🇩🇪",
            "AAAAB3NzaC1yc2EAAAADAQABAAABgQC7",
            "Ünïcödé, Straße, Ελληνικά, русский, 日本語, 한국어, العربية, हिन्दी"));
  }

  /// Half pairs are left to the bodies that escape them: they cannot stand in UTF-8.
  private static long bound(String text, boolean escaped) {
    String inside =
        escaped ? escape(text) : new String(JsonStringEncoder.getInstance().quoteAsString(text));
    byte[] body = ("{\"model\":\"m\",\"x\":\"" + inside + "\"}").getBytes(StandardCharsets.UTF_8);
    return TextBound.tokens(body).orElseThrow();
  }

  private static String escape(String text) {
    var escaped = new StringBuilder();
    text.chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
    return escaped.toString();
  }
}
