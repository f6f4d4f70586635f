package io.tollgate.local.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// What a function writes into: takes the prelude off and hands on the rest as it comes.
final class Relay extends OutputStream {
  private static final JsonFactory JSON = new JsonFactory();

  private final Reply reply;
  private final ByteArrayOutputStream prelude = new ByteArrayOutputStream(0);
  private OutputStream body = OutputStream.nullOutputStream();
  private int zeros;
  private boolean begun;

  Relay(Reply reply) {
    this.reply = reply;
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
    if (begun) {
      body.write(bytes, from, length);
      return;
    }
    // A prelude is JSON and holds no zero byte, so the first eight are the separator.
    for (int at = from; at < from + length; at++) {
      zeros += bytes[at] == 0 ? 1 : 0;
      if (zeros == Envelope.SEPARATOR_LENGTH) {
        prelude.write(bytes, from, at + 1 - from);
        begin();
        body.write(bytes, at + 1, from + length - at - 1);
        return;
      }
    }
    prelude.write(bytes, from, length);
    if (prelude.size() > Envelope.LARGEST_PRELUDE + Envelope.SEPARATOR_LENGTH) {
      throw new IOException(
          "the function's prelude is over " + Envelope.LARGEST_PRELUDE + " bytes");
    }
  }

  @Override
  public void flush() throws IOException {
    body.flush();
  }

  @Override
  public void close() throws IOException {
    if (!begun) {
      throw new IOException("the function closed its response before the prelude ended");
    }
    body.close();
  }

  private void begin() throws IOException {
    int status = 200;
    var headers = Headers.builder();
    byte[] bytes = prelude.toByteArray();
    try (JsonParser json = JSON.createParser(bytes, 0, bytes.length - Envelope.SEPARATOR_LENGTH)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the function's prelude is not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "statusCode" -> status = json.getIntValue();
          case "headers", "multiValueHeaders" -> headers(json, headers);
          default -> json.skipChildren();
        }
      }
    }
    begun = true;
    body = reply.begin(status, headers.build());
  }

  private static void headers(JsonParser json, Headers.Builder headers) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          headers.add(name, json.getText());
        }
      } else {
        headers.add(name, json.getText());
      }
    }
  }
}
