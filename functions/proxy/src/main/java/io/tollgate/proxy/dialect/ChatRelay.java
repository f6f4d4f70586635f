package io.tollgate.proxy.dialect;

import io.tollgate.spend.Charge;
import io.tollgate.usage.Usage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Relays OpenAI's server-sent events line by line, over the bytes as they are.
///
/// A line is parsed only if {@link Marks} sees something in it that may matter; nearly all lines
/// pass untouched, and what arrived together leaves in one write. The usage chunk is taken out if
/// the caller did not ask for it, else the cost is put beside the usage.
final class ChatRelay implements Relay {
  /// No usage chunk is longer; a longer line is a picture or a sound, and passes in pieces.
  private static final int LONGEST_KEPT = 1 << 20;

  private final boolean wantsUsage;
  private final Price price;

  private byte[] kept = new byte[0];
  private int keptLength;
  private boolean inLongLine;
  private boolean checked;
  private boolean skipBlank;
  private boolean garbage;
  private boolean done;
  private boolean ended;
  private boolean metered;
  private boolean error;
  private String finishReason = "";
  private Optional<Usage> usage = Optional.empty();

  ChatRelay(boolean wantsUsage, Price price) {
    this.wantsUsage = wantsUsage;
    this.price = price;
  }

  @Override
  public void accept(byte[] bytes, int from, int length, OutputStream out) throws IOException {
    if (keptLength == 0) {
      int rest = pass(bytes, from, from + length, out);
      keep(bytes, rest, from + length);
      return;
    }
    append(bytes, from, length);
    if (hasLineBreak(bytes, from, from + length)) {
      int rest = pass(kept, 0, keptLength, out);
      keep(kept, rest, keptLength);
    } else if (keptLength > LONGEST_KEPT) {
      passLong(out);
    }
  }

  /// A line of megabytes comes in thousands of pieces: each is copied once, and none read twice.
  private void append(byte[] bytes, int from, int length) {
    int needed = keptLength + length;
    if (needed > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(needed, 2 * kept.length));
    }
    System.arraycopy(bytes, from, kept, keptLength, length);
    keptLength = needed;
  }

  private static boolean hasLineBreak(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private void passLong(OutputStream out) throws IOException {
    garbage = !checked && Lines.payload(kept, 0, keptLength) < 0;
    if (!garbage) {
      checked = true;
      inLongLine = true;
      write(out, kept, 0, keptLength);
    }
    keptLength = 0;
  }

  private void keep(byte[] bytes, int from, int to) {
    kept = from == to ? kept : Arrays.copyOfRange(bytes, from, to);
    keptLength = to - from;
  }

  @Override
  public void end(OutputStream out) throws IOException {
    if (keptLength > 0 && !garbage) {
      byte[] line = Arrays.copyOf(kept, keptLength + 1);
      line[keptLength] = '\n';
      byte[] instead = instead(line, 0, line.length);
      byte[] last = instead == SAME ? line : instead;
      // The line break is ours, and the provider sent none.
      write(out, last, 0, garbage ? 0 : last.length - 1);
      keptLength = 0;
    }
  }

  /// Passes all complete lines on.
  ///
  /// @return where the incomplete one begins
  private int pass(byte[] b, int from, int to, OutputStream out) throws IOException {
    int line = from;
    int unwritten = from;
    boolean marked = false;
    for (int i = from; i < to && !garbage; i++) {
      byte c = b[i];
      if (c == '"') {
        marked = marked || Marks.at(b, i, to);
      } else if (c == '\n') {
        int end = i + 1;
        if ((marked || skipBlank || done || !checked || Marks.mayBeDone(b, line, i))
            && !inLongLine) {
          byte[] instead = instead(b, line, end);
          if (instead != SAME) {
            write(out, b, unwritten, line);
            write(out, instead, 0, instead.length);
            unwritten = end;
          }
        }
        inLongLine = false;
        line = end;
        marked = false;
      }
    }
    if (garbage) {
      return to;
    }
    if (inLongLine) {
      write(out, b, unwritten, to);
      return to;
    }
    write(out, b, unwritten, line);
    return line;
  }

  private static void write(OutputStream out, byte[] b, int from, int to) throws IOException {
    if (from < to) {
      out.write(b, from, to - from);
    }
  }

  /// The line passes as it is.
  private static final byte[] SAME = {0};

  private static final byte[] NOTHING = {};

  /// What to send in the place of a line, {@link #SAME} for itself.
  private byte[] instead(byte[] b, int from, int to) {
    int end = Lines.withoutBreak(b, from, to);
    if (end == from) {
      ended |= done;
      boolean skipped = skipBlank;
      skipBlank = false;
      return skipped ? NOTHING : SAME;
    }
    skipBlank = false;
    int payload = Lines.payload(b, from, end);
    if (payload < 0) {
      garbage = !checked && !Lines.isField(b, from, end);
      return SAME;
    }
    if (Lines.isDone(b, payload, end)) {
      checked = true;
      done = true;
      return SAME;
    }
    return chunk(b, from, payload, end, to);
  }

  private byte[] chunk(byte[] b, int from, int payload, int end, int to) {
    Answer chunk = AnswerReader.read(b, payload, end - payload);
    if (!chunk.isObject()) {
      garbage = !checked;
      return SAME;
    }
    checked = true;
    error |= chunk.isError();
    finishReason = finishReason.isEmpty() ? chunk.finishReason() : finishReason;
    if (chunk.usage().isEmpty()) {
      return SAME;
    }
    usage = chunk.usage();
    metered = !chunk.hasChoices();
    if (wantsUsage) {
      return chunk
          .usage()
          .flatMap(price::of)
          .map(cost -> beside(b, from, end, to, cost))
          .orElse(SAME);
    }
    skipBlank = metered;
    return metered ? NOTHING : SAME;
  }

  /// The same line with its cost as the last field of the chunk.
  private static byte[] beside(byte[] b, int from, int end, int to, Charge cost) {
    int brace = end - 1;
    while (b[brace] != '}') {
      brace--;
    }
    byte[] field =
        (",\"tollgate\":{\"cost_usd\":\"" + cost.total().plain() + "\"}")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] line = new byte[to - from + field.length];
    System.arraycopy(b, from, line, 0, brace - from);
    System.arraycopy(field, 0, line, brace - from, field.length);
    System.arraycopy(b, brace, line, brace - from + field.length, to - brace);
    return line;
  }

  @Override
  public boolean isGarbage() {
    return garbage;
  }

  @Override
  public boolean isDone() {
    return ended;
  }

  @Override
  public boolean isMetered() {
    return metered;
  }

  @Override
  public Optional<Usage> usage() {
    return usage;
  }

  @Override
  public String finishReason() {
    return finishReason;
  }

  @Override
  public boolean isError() {
    return error;
  }
}
