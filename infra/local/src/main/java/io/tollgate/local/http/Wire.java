package io.tollgate.local.http;

import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.media.type.MediaType;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/// The raw side of one of Helidon's responses.
///
/// Helidon's own stream sends head, first chunk and last chunk in three writes. A system call costs
/// as much as the rest of this front, so {@link Answer} frames the bytes itself, and each flush is
/// one write.
final class Wire implements Sink<byte[]> {
  static final GenericType<Wire> TYPE = GenericType.create(Wire.class);

  private final DataWriter writer;
  private final Runnable sent;

  private Wire(SinkProviderContext context) {
    this.writer = context.connectionContext().dataWriter();
    this.sent = context.closeRunnable();
  }

  /// @throws IOException if the client is gone
  void write(byte[] bytes, int length) throws IOException {
    try {
      writer.writeNow(BufferData.create(bytes, 0, length));
    } catch (UncheckedIOException e) {
      throw new IOException("the client hung up", e);
    }
  }

  @Override
  public Wire emit(byte[] bytes) {
    writer.writeNow(BufferData.create(bytes));
    return this;
  }

  /// Tells Helidon that the response has been sent.
  @Override
  public void close() {
    sent.run();
  }

  /// How Helidon finds this sink: it is named in `META-INF/services`.
  public static final class Provider implements SinkProvider<byte[]> {
    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
      return type.equals(TYPE);
    }

    @Override
    // Helidon asks for the type that supports() agreed to; the signature is its own.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <X extends Sink<byte[]>> X create(SinkProviderContext context) {
      return (X) new Wire(context);
    }

    @Override
    // Abstract still, though Helidon no longer calls it.
    @SuppressWarnings({"removal", "TypeParameterUnusedInFormals"})
    public <X extends Sink<byte[]>> X create(
        ServerResponse response, BiConsumer<Object, MediaType> consumer, Runnable closed) {
      throw new HttpException("superseded", Status.INTERNAL_SERVER_ERROR_500);
    }
  }
}
