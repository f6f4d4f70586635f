package io.tollgate.local.demo;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.local.http.Refusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One answer to one chat request, whole or streamed, and what may go wrong with it.
final class SpokenAnswer {
  private static final Headers SSE =
      Headers.builder().add("content-type", "text/event-stream; charset=utf-8").build();
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofMillis(10);
  private static final Duration FOR_EVER = Duration.ofHours(1);
  private static final int OVERRUN = 50;

  private final Chat chat;
  private final Speech speech;
  private final Fault fault;
  private final Pace pace;
  private final String stem;

  /// @param id of the answer
  /// @param created in seconds since 1970
  SpokenAnswer(Chat chat, Fault fault, Pace pace, String id, long created) {
    this.chat = chat;
    this.fault = fault;
    this.pace = pace;
    this.speech =
        Speech.about(fault == Fault.OVERRUN ? uncapped(chat) : chat, length(fault, pace, chat));
    this.stem =
        "\"id\":\"%s\",\"created\":%d,\"model\":\"%s\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_demo\""
            .formatted(
                id,
                created,
                String.valueOf(JsonStringEncoder.getInstance().quoteAsString(chat.model())));
  }

  private static int length(Fault fault, Pace pace, Chat chat) {
    boolean over = fault == Fault.OVERRUN && chat.cap() < Integer.MAX_VALUE - OVERRUN;
    return over ? chat.cap() + OVERRUN : pace.words();
  }

  private static Chat uncapped(Chat chat) {
    return new Chat(
        chat.model(),
        chat.prompt(),
        chat.messages(),
        Integer.MAX_VALUE,
        chat.choices(),
        chat.stream(),
        chat.includeUsage());
  }

  void sendTo(Reply reply) throws IOException {
    if (fault.refusal().isPresent()) {
      fault.refusal().get().sendTo(reply);
    } else if (chat.stream()) {
      stream(reply);
    } else {
      whole(reply);
    }
  }

  private void whole(Reply reply) throws IOException {
    for (int i = 0; i < speech.words().size(); i++) {
      think();
    }
    OutputStream out = reply.begin(200, Refusal.JSON);
    byte[] answer = utf8(fault == Fault.GARBAGE ? "<html>no json here</html>" : completion());
    switch (fault) {
      case CLOSE_EARLY -> {
        out.write(answer, 0, answer.length / 2);
        out.flush();
        throw new IOException("closed early, as it was asked to");
      }
      case NEVER_ENDS -> {
        while (true) {
          say(out, " ");
          sleep(HEARTBEAT);
        }
      }
      case STALL -> {
        out.flush();
        sleep(FOR_EVER);
      }
      default -> out.write(answer);
    }
    out.close();
  }

  private String completion() {
    var choices = new StringBuilder();
    for (int i = 0; i < chat.choices(); i++) {
      choices
          .append(i == 0 ? "" : ",")
          .append(
              "{\"index\":%d,\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"%s\"}"
                  .formatted(i, speech.text(), speech.finishReason()));
    }
    String usage = fault == Fault.NO_USAGE ? "" : ",\"usage\":" + speech.usage(chat.choices());
    return "{%s,\"object\":\"chat.completion\",\"choices\":[%s]%s}".formatted(stem, choices, usage);
  }

  private void stream(Reply reply) throws IOException {
    OutputStream out = reply.begin(200, SSE);
    if (fault == Fault.STALL) {
      out.flush();
      sleep(FOR_EVER);
    }
    if (fault == Fault.GARBAGE) {
      say(out, "data: {\"id\":\"no json\n\n");
      out.close();
      return;
    }
    each(out, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
    out.flush();
    int said = 0;
    for (String word : speech.words()) {
      if (fault == Fault.CLOSE_EARLY && said++ >= speech.words().size() / 2) {
        out.flush();
        throw new IOException("closed early, as it was asked to");
      }
      speak(out, word);
    }
    while (fault == Fault.NEVER_ENDS) {
      sleep(HEARTBEAT);
      speak(out, " and");
      out.flush();
    }
    each(out, "{}", "\"" + speech.finishReason() + "\"");
    if (chat.includeUsage() && fault != Fault.NO_USAGE) {
      chunk(out, "", speech.usage(chat.choices()));
    }
    out.write(utf8("data: [DONE]\n\n"));
    out.close();
  }

  private void speak(OutputStream out, String word) throws IOException {
    think();
    each(out, "{\"content\":\"" + word + "\"}", "null");
    if (!pace.beforeEach().isZero()) {
      out.flush();
    }
  }

  private void each(OutputStream out, String delta, String finishReason) throws IOException {
    for (int i = 0; i < chat.choices(); i++) {
      chunk(
          out,
          "{\"index\":"
              + i
              + ",\"delta\":"
              + delta
              + ",\"logprobs\":null,\"finish_reason\":"
              + finishReason
              + "}",
          "null");
    }
  }

  private void chunk(OutputStream out, String choice, String usage) throws IOException {
    String tail = chat.includeUsage() ? ",\"usage\":" + usage : "";
    out.write(
        utf8(
            "data: {"
                + stem
                + ",\"object\":\"chat.completion.chunk\",\"choices\":["
                + choice
                + "]"
                + tail
                + "}\n\n"));
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(utf8(text));
    out.flush();
  }

  private void think() throws IOException {
    if (fault == Fault.SLOW) {
      sleep(SLOW);
    } else if (!pace.beforeEach().isZero()) {
      sleep(pace.beforeEach());
    }
  }

  private void sleep(Duration time) throws IOException {
    try {
      pace.sleep().sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the demo provider is closing");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
