package io.tollgate.local.http;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/// Frames one answer as HTTP/1.1: with a length if it is whole before anything had to leave, else
/// in chunks.
final class Answer extends OutputStream implements Reply {
  // An answer above this leaves in pieces even if nobody flushes.
  private static final int KEPT = 64 * 1024;
  private static final int CHUNK_FRAME = 12;
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  private static final Set<String> FRAMING =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  private final Wire wire;
  private final boolean headOnly;
  private final boolean keepAlive;
  private String head = "";
  private byte[] kept = new byte[2048];
  private int count;
  private boolean bodiless;
  private boolean headSent;
  private boolean closed;
  private boolean complete;

  /// @param headOnly whether the request was a HEAD, whose answer has no body
  Answer(Wire wire, boolean headOnly, boolean keepAlive) {
    this.wire = wire;
    this.headOnly = headOnly;
    this.keepAlive = keepAlive;
  }

  boolean hasBegun() {
    return !head.isEmpty();
  }

  /// Whether all of it left. It may be closed without: whoever wrote it need not say that the
  /// client hung up.
  boolean isComplete() {
    return complete;
  }

  @Override
  public OutputStream begin(int status, Headers headers) {
    if (hasBegun()) {
      throw new IllegalStateException("the answer has begun already; it has one head");
    }
    bodiless = headOnly || status == 204 || status == 304;
    head = head(status, headers);
    return this;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (closed) {
      throw new IOException("the answer is closed");
    }
    if (bodiless) {
      return;
    }
    for (int done = 0; done < length; ) {
      if (count == KEPT) {
        send(false);
      }
      int piece = Math.min(length - done, KEPT - count);
      if (count + piece > kept.length) {
        kept = Arrays.copyOf(kept, Math.max(count + piece, Math.min(KEPT, kept.length * 2)));
      }
      System.arraycopy(bytes, from + done, kept, count, piece);
      count += piece;
      done += piece;
    }
  }

  @Override
  public void flush() throws IOException {
    if (!closed && !bodiless && (count > 0 || !headSent)) {
      send(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      send(true);
      wire.close();
      complete = true;
    }
  }

  private void send(boolean last) throws IOException {
    boolean whole = last && !headSent;
    byte[] opening = headSent ? new byte[0] : ascii(head + framing(whole));
    headSent = true;
    byte[] piece = new byte[opening.length + count + CHUNK_FRAME + LAST_CHUNK.length];
    int at = put(opening, opening.length, piece, 0);
    if (whole) {
      at = put(kept, count, piece, at);
    } else {
      if (count > 0) {
        byte[] size = ascii(Integer.toHexString(count) + "\r\n");
        at = put(size, size.length, piece, at);
        at = put(kept, count, piece, at);
        piece[at++] = '\r';
        piece[at++] = '\n';
      }
      if (last) {
        at = put(LAST_CHUNK, LAST_CHUNK.length, piece, at);
      }
    }
    count = 0;
    wire.write(piece, at);
  }

  private String framing(boolean whole) {
    if (bodiless) {
      return "\r\n";
    }
    return whole ? "content-length: " + count + "\r\n\r\n" : "transfer-encoding: chunked\r\n\r\n";
  }

  private String head(int status, Headers headers) {
    var text = new StringBuilder(512);
    text.append("HTTP/1.1 ").append(status).append(" \r\n");
    headers
        .asMap()
        .forEach((name, values) -> {
          if (!FRAMING.contains(name)) {
            values.forEach(value -> text.append(name).append(": ").append(value).append("\r\n"));
          }
        });
    return text.append("connection: ")
        .append(keepAlive ? "keep-alive\r\n" : "close\r\n")
        .toString();
  }

  private static int put(byte[] bytes, int length, byte[] to, int at) {
    System.arraycopy(bytes, 0, to, at, length);
    return at + length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
