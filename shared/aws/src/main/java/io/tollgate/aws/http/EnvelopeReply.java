package io.tollgate.aws.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes prelude, separator and body. What is written is kept until it is flushed, so that head
/// and first bytes travel in one piece.
final class EnvelopeReply extends OutputStream implements Reply {
  // What comes in larger pieces gains nothing from being copied first.
  private static final int KEPT = 32 * 1024;

  // How the bytes are framed is the front's affair; a length of ours would contradict it.
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  // An empty streamed body hangs API Gateway's client. A line feed is blank in JSON, in SSE and in
  // text.
  private static final byte BLANK = '\n';

  private final OutputStream response;
  private byte[] kept = new byte[1024];
  private int count;
  private boolean begun;
  private boolean hasBody;
  private boolean closed;

  EnvelopeReply(OutputStream response) {
    this.response = response;
  }

  @Override
  public OutputStream begin(int status, Headers headers) throws IOException {
    if (begun) {
      throw new IllegalStateException("the reply has begun already; it has one head");
    }
    begun = true;
    keep(prelude(status, headers));
    count += Envelope.SEPARATOR_LENGTH;
    return this;
  }

  /// Ends an answer that its handler left open.
  void finish() throws IOException {
    if (!begun) {
      throw new IllegalStateException("the handler returned without an answer");
    }
    close();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("the reply is closed");
    }
    hasBody |= length > 0;
    if (count + length > KEPT) {
      drain();
      response.write(bytes, from, length);
    } else {
      room(length);
      System.arraycopy(bytes, from, kept, count, length);
      count += length;
    }
  }

  @Override
  public void flush() throws IOException {
    if (!closed) {
      drain();
      response.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    if (!hasBody) {
      write(BLANK);
    }
    closed = true;
    drain();
    response.close();
  }

  private void keep(byte[] head) {
    room(head.length + Envelope.SEPARATOR_LENGTH);
    System.arraycopy(head, 0, kept, 0, head.length);
    count = head.length;
  }

  private void room(int more) {
    if (count + more > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(count + more, kept.length * 2));
    }
  }

  private void drain() throws IOException {
    if (count > 0) {
      response.write(kept, 0, count);
      count = 0;
    }
  }

  private static byte[] prelude(int status, Headers headers) {
    var single = new StringBuilder(512);
    single.append("{\"statusCode\":").append(status).append(",\"headers\":{");
    int empty = single.length();
    var multiple = new StringBuilder(0);
    for (Map.Entry<String, List<String>> header : headers.asMap().entrySet()) {
      boolean alone = header.getValue().size() == 1;
      StringBuilder to = alone ? single : multiple;
      int before = to.length();
      if (!FRAMING.contains(header.getKey())) {
        to.append(to.length() == (alone ? empty : 0) ? "" : ",");
        quote(header.getKey(), to).append(':');
        values(header.getValue(), to);
      }
      // A head that API Gateway refuses would lose an answer that is paid for: better without this
      // header.
      if (single.length() + multiple.length() > Envelope.LARGEST_PRELUDE - 64) {
        to.setLength(before);
      }
    }
    single.append('}');
    if (!multiple.isEmpty()) {
      single.append(",\"multiValueHeaders\":{").append(multiple).append('}');
    }
    return single.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void values(List<String> values, StringBuilder to) {
    if (values.size() == 1) {
      quote(values.getFirst(), to);
      return;
    }
    to.append('[');
    for (int i = 0; i < values.size(); i++) {
      quote(values.get(i), to.append(i == 0 ? "" : ","));
    }
    to.append(']');
  }

  // A line break inside a value would begin a header that nobody wrote; other controls are refused
  // on the way.
  private static StringBuilder quote(String text, StringBuilder to) {
    to.append('"');
    if (isPlain(text)) {
      return to.append(text).append('"');
    }
    var clean = new StringBuilder(text.length());
    text.chars().forEach(c -> clean.append(c < ' ' || c > '~' ? ' ' : (char) c));
    JsonStringEncoder.getInstance().quoteAsString(clean, to);
    return to.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
