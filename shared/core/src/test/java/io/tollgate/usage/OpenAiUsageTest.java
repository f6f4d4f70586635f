package io.tollgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.usage.OpenAiUsage.Input;
import io.tollgate.usage.OpenAiUsage.Output;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenAiUsageTest {

  @Test
  void cached_written_and_audio_tokens_are_parts_of_the_prompt() {
    Usage usage = usage(1000, 0, 1000, new Input(300, 200, 100), Output.PLAIN);
    assertThat(usage.counts())
        .isEqualTo(
            Map.of(
                Meter.INPUT, 400L,
                Meter.CACHE_READ, 300L,
                Meter.CACHE_WRITE, 200L,
                Meter.INPUT_AUDIO, 100L));
    assertThat(usage.inputTokens()).isEqualTo(1000);
    assertThat(usage.inconsistent()).isFalse();
  }

  @Test
  void reasoning_is_inside_the_completion_and_told_apart_for_information_only() {
    Usage usage = usage(2006, 300, 2306, new Input(1920, 0, 0), new Output(0, 128));
    assertThat(usage.count(Meter.OUTPUT)).isEqualTo(300);
    assertThat(usage.reasoning()).isEqualTo(128);
  }

  @Test
  void spoken_tokens_are_part_of_the_completion() {
    Usage usage = usage(1000, 600, 1600, new Input(0, 0, 800), new Output(500, 0));
    assertThat(usage.count(Meter.OUTPUT)).isEqualTo(100);
    assertThat(usage.count(Meter.OUTPUT_AUDIO)).isEqualTo(500);
  }

  @Test
  void reasoning_that_the_completion_leaves_out_is_seen_in_the_total() {
    Usage usage = usage(500, 40, 740, new Input(400, 0, 0), new Output(0, 200));
    assertThat(usage.count(Meter.OUTPUT)).isEqualTo(240);
    assertThat(usage.inconsistent()).isFalse();
  }

  @Test
  void thinking_that_nothing_but_the_total_shows_is_output() {
    assertThat(usage(35, 12, 109, Input.PLAIN, Output.PLAIN).count(Meter.OUTPUT)).isEqualTo(74);
  }

  @Test
  void a_missing_or_smaller_total_says_nothing() {
    assertThat(usage(35, 12, 0, Input.PLAIN, Output.PLAIN).count(Meter.OUTPUT)).isEqualTo(12);
    assertThat(usage(35, 12, 40, Input.PLAIN, Output.PLAIN).count(Meter.OUTPUT)).isEqualTo(12);
  }

  @Test
  void parts_larger_than_their_whole_leave_nothing_and_are_flagged() {
    Usage input = usage(21, 5, 26, new Input(188_086, 0, 0), Output.PLAIN);
    assertThat(input.count(Meter.INPUT)).isZero();
    assertThat(input.count(Meter.CACHE_READ)).isEqualTo(188_086);
    assertThat(input.inconsistent()).isTrue();

    Usage output = usage(10, 5, 15, Input.PLAIN, new Output(6, 0));
    assertThat(output.count(Meter.OUTPUT)).isZero();
    assertThat(output.inconsistent()).isTrue();
  }

  @Test
  void negative_and_absurd_numbers_are_clamped_and_flagged() {
    Usage negative = usage(-1, -5, -6, new Input(-1, 0, 0), Output.PLAIN);
    assertThat(negative.counts()).isEmpty();
    assertThat(negative.inconsistent()).isTrue();

    Usage absurd = usage(Long.MAX_VALUE, Long.MAX_VALUE, 1, new Input(1, 1, 1), Output.PLAIN);
    assertThat(absurd.inputTokens()).isEqualTo(1_000_000_000_000_000L);
    assertThat(absurd.inconsistent()).isTrue();
  }

  @Test
  void explicit_zeros_are_usage_and_the_served_tier_stays_on_it() {
    Usage usage = new OpenAiUsage(0, 0, 0, Input.PLAIN, Output.PLAIN, "flex").usage();
    assertThat(usage).isEqualTo(new Usage(Map.of(), 0, "flex", false));
  }

  private static Usage usage(long prompt, long completion, long total, Input in, Output out) {
    return new OpenAiUsage(prompt, completion, total, in, out, "").usage();
  }
}
