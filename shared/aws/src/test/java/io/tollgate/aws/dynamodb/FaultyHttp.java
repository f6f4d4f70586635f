package io.tollgate.aws.dynamodb;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// A wire that fails on demand, below the SDK's retry layer: what it does to a request, the SDK and
/// we meet as if the network or the store had done it. DynamoDB Local itself never conflicts,
/// throttles or loses anything.
///
/// Safe for concurrent calls.
public final class FaultyHttp implements SdkHttpClient {
  private final SdkHttpClient real;
  private final Faults faults;
  private final Consumer<Duration> sleep;
  private final Duration delay;
  private final AtomicInteger requests = new AtomicInteger();
  private final List<HttpExecuteRequest> late = new ArrayList<>();

  /// @param real the wire below; the caller closes it
  /// @param sleep waits that long, or lets virtual time pass
  /// @param delay of a delayed request
  public FaultyHttp(SdkHttpClient real, Faults faults, Consumer<Duration> sleep, Duration delay) {
    this.real = real;
    this.faults = faults;
    this.sleep = sleep;
    this.delay = delay;
  }

  /// A faulty wire without delays.
  public FaultyHttp(SdkHttpClient real, Faults faults) {
    this(real, faults, _ -> {}, Duration.ZERO);
  }

  /// How many requests the SDK has put on this wire.
  public int requests() {
    return requests.get();
  }

  /// Gives the store what was late, in order, whatever it answers now.
  ///
  /// @return how many there were
  public int deliverLate() throws IOException {
    List<HttpExecuteRequest> due;
    synchronized (late) {
      due = List.copyOf(late);
      late.clear();
    }
    for (var request : due) {
      send(request);
    }
    return due.size();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        requests.incrementAndGet();
        return suffer(faults.next(), request);
      }

      @Override
      public void abort() {
        // What is already on its way cannot be called back.
      }
    };
  }

  private HttpExecuteResponse suffer(Fault fault, HttpExecuteRequest request) throws IOException {
    return switch (fault) {
      case NONE -> real.prepareRequest(request).call();
      case REQUEST_DROPPED ->
          throw new SocketException("Connection reset: the request was dropped");
      case ANSWER_DROPPED -> {
        send(request);
        throw new SocketException("Connection reset: the answer was dropped");
      }
      case REQUEST_LATE -> {
        synchronized (late) {
          late.add(request);
        }
        throw new SocketException("Connection reset: the request is late");
      }
      case DELAYED -> {
        sleep.accept(delay);
        yield real.prepareRequest(request).call();
      }
      case DOUBLED -> {
        var first = StoreAnswer.copyOf(real.prepareRequest(request).call());
        send(request);
        yield first;
      }
      case CONFLICT -> StoreAnswer.conflict(request);
      case THROTTLED -> StoreAnswer.throttled();
      case ERROR_NOT_DONE -> StoreAnswer.error(500, "InternalServerError");
      case ERROR_DONE -> {
        send(request);
        yield StoreAnswer.error(500, "InternalServerError");
      }
      case UNAVAILABLE -> StoreAnswer.error(503, "ServiceUnavailable");
    };
  }

  private void send(HttpExecuteRequest request) throws IOException {
    StoreAnswer.copyOf(real.prepareRequest(request).call());
  }

  @Override
  public String clientName() {
    return "Faulty";
  }

  @Override
  public void close() {
    // The wire below is the caller's.
  }
}
