package io.tollgate.aws.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;

/// The answer to one invocation, chunk by chunk: what is written is a chunk, and what is flushed is
/// on its way. Used by one thread.
///
/// The request that carries it begins with the first byte, so that a function which fails before it
/// can still say so in the ordinary way. After that a failure is told in trailers.
final class StreamedAnswer extends OutputStream {
  private static final String HEAD =
      """
      Lambda-Runtime-Function-Response-Mode: streaming
      Content-Type: application/vnd.awslambda.http-integration-response
      Transfer-Encoding: chunked
      Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body

      """
          .replace("\n", "\r\n");

  private static final String END_OF_LINE = "\r\n";

  private final Wire wire;
  private final String start;
  private boolean begun;
  private boolean ended;

  /// @param start the lines of the request up to its own headers
  StreamedAnswer(Wire wire, String start) {
    this.wire = wire;
    this.start = start;
  }

  boolean hasBegun() {
    return begun;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    if (ended) {
      throw new IOException("the answer has ended");
    }
    // A chunk of no bytes would end the answer.
    if (length == 0) {
      return;
    }
    begin();
    wire.write(Integer.toHexString(length) + END_OF_LINE);
    wire.write(bytes, from, length);
    wire.write(END_OF_LINE);
  }

  @Override
  public void flush() throws IOException {
    wire.flush();
  }

  /// The client's answer ends here; the invocation goes on until the next event is asked for.
  @Override
  public void close() throws IOException {
    end("");
  }

  /// Ends what has begun and could not be completed.
  void fail(Failure failure) throws IOException {
    end(
        "Lambda-Runtime-Function-Error-Type: "
            + failure.type()
            + END_OF_LINE
            + "Lambda-Runtime-Function-Error-Body: "
            + Base64.getEncoder().encodeToString(failure.json())
            + END_OF_LINE);
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      wire.write(start + HEAD);
    }
  }

  private void end(String trailers) throws IOException {
    if (ended) {
      return;
    }
    begin();
    ended = true;
    wire.write("0" + END_OF_LINE + trailers + END_OF_LINE);
    wire.flush();
  }
}
