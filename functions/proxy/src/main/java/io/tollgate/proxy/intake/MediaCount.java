package io.tollgate.proxy.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/// Counts what the messages hold besides text, by the names of its fields at any depth: servers
/// differ on which of two contradicting fields they heed, so whatever looks like an image is one.
final class MediaCount {
  private static final byte[] DATA = {'"', 'd', 'a', 't', 'a', ':'};

  private final byte[] body;
  private final JsonParser json;
  private int inlineImages;
  private long inlineBytes;
  private int remoteImages;
  private int audio;
  private int files;

  MediaCount(byte[] body, JsonParser json) {
    this.body = body;
    this.json = json;
  }

  Media media() {
    return inlineImages + remoteImages + audio + files == 0
        ? Media.NONE
        : new Media(inlineImages, inlineBytes, remoteImages, audio, files);
  }

  /// Consumes the array at whose beginning the parser stands.
  void count() throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME) {
        depth += field(json.currentName().toLowerCase(Locale.ROOT));
      }
    }
  }

  /// @return how much deeper the parser stands afterwards
  private int field(String name) throws IOException {
    switch (name) {
      case "image_url" -> {
        if (json.nextToken() != JsonToken.VALUE_NULL) {
          image();
        }
      }
      case "input_audio", "audio", "audio_url" -> audio += present();
      case "image",
          "input_image",
          "file",
          "input_file",
          "file_id",
          "video",
          "video_url",
          "document" ->
          files += present();
      case "type" -> {
        if (json.nextToken() == JsonToken.VALUE_STRING) {
          files += isMedia(json.getText()) ? 1 : 0;
        } else {
          return json.currentToken().isStructStart() ? 1 : 0;
        }
      }
      default -> {}
    }
    return 0;
  }

  private int present() throws IOException {
    boolean present = json.nextToken() != JsonToken.VALUE_NULL;
    json.skipChildren();
    return present ? 1 : 0;
  }

  // `image_url` and `input_audio` are counted by the field that carries them.
  private static boolean isMedia(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "image",
          "input_image",
          "file",
          "input_file",
          "video",
          "video_url",
          "audio_url",
          "document" ->
          true;
      default -> false;
    };
  }

  /// The address itself, or an object that holds it.
  private void image() throws IOException {
    if (!json.currentToken().isStructStart()) {
      address();
      return;
    }
    int addresses = 0;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME && json.currentName().equalsIgnoreCase("url")) {
        if (json.nextToken().isStructStart()) {
          depth++;
        }
        address();
        addresses++;
      }
    }
    remoteImages += addresses == 0 ? 1 : 0;
  }

  private void address() throws IOException {
    int start = (int) json.currentTokenLocation().getByteOffset();
    json.finishToken();
    int end = (int) json.currentLocation().getByteOffset();
    if (end - start < DATA.length || !isData(start)) {
      remoteImages++;
      return;
    }
    inlineImages++;
    inlineBytes += end - start;
  }

  private boolean isData(int start) {
    for (int i = 0; i < DATA.length; i++) {
      if (body[start + i] != DATA[i]) {
        return false;
      }
    }
    return true;
  }
}
