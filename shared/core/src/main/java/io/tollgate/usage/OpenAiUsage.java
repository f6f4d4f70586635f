package io.tollgate.usage;

import java.util.EnumMap;

/// The numbers of an OpenAI-shaped `usage` object, as they came, and the disjoint counts that they
/// mean.
///
/// The details are subsets here: `cached_tokens` are inside `prompt_tokens`, audio is inside both
/// sides. What the provider left out is 0.
///
/// @param prompt `prompt_tokens`
/// @param completion `completion_tokens`
/// @param total `total_tokens`; 0 says nothing
/// @param input `prompt_tokens_details`
/// @param output `completion_tokens_details`
/// @param tier the `service_tier` of the reply; empty if it has none
public record OpenAiUsage(
    long prompt, long completion, long total, Input input, Output output, String tier) {
  // No call has more; a larger number is garbage and would overflow sums.
  private static final long MOST = 1_000_000_000_000_000L;

  /// Parts of the prompt.
  ///
  /// @param cached `cached_tokens` (DeepSeek: `prompt_cache_hit_tokens`)
  /// @param cacheWrite `cache_write_tokens`
  /// @param audio `audio_tokens`
  public record Input(long cached, long cacheWrite, long audio) {
    public static final Input PLAIN = new Input(0, 0, 0);
  }

  /// Parts of the completion.
  ///
  /// @param audio `audio_tokens`
  /// @param reasoning `reasoning_tokens`; for information
  public record Output(long audio, long reasoning) {
    public static final Output PLAIN = new Output(0, 0);
  }

  /// The disjoint counts. Where a part is larger than its whole, the rest is 0, the part stays as
  /// it was reported and the usage is flagged inconsistent.
  ///
  /// Hidden reasoning that only the total shows (xAI, Gemini's OpenAI endpoint) counts as output:
  /// whenever the total is more than prompt and completion, what lies beyond the prompt is output.
  public Usage usage() {
    long whole = clamp(prompt);
    long cached = clamp(input.cached());
    long written = clamp(input.cacheWrite());
    long heard = clamp(input.audio());
    long spoken = clamp(output.audio());
    long out = Math.max(clamp(completion), clamp(total) - whole);
    long plain = whole - cached - written - heard;
    long text = out - spoken;

    var counts = new EnumMap<Meter, Long>(Meter.class);
    counts.put(Meter.INPUT, Math.max(0, plain));
    counts.put(Meter.CACHE_READ, cached);
    counts.put(Meter.CACHE_WRITE, written);
    counts.put(Meter.INPUT_AUDIO, heard);
    counts.put(Meter.OUTPUT, Math.max(0, text));
    counts.put(Meter.OUTPUT_AUDIO, spoken);
    boolean inconsistent = plain < 0 || text < 0 || hasGarbage();
    return new Usage(counts, clamp(output.reasoning()), tier, inconsistent);
  }

  private boolean hasGarbage() {
    return isGarbage(prompt)
        || isGarbage(completion)
        || isGarbage(total)
        || isGarbage(input.cached())
        || isGarbage(input.cacheWrite())
        || isGarbage(input.audio())
        || isGarbage(output.audio())
        || isGarbage(output.reasoning());
  }

  private static boolean isGarbage(long count) {
    return count != clamp(count);
  }

  private static long clamp(long count) {
    return Math.clamp(count, 0, MOST);
  }
}
