package io.tollgate.aws.dynamodb;

import java.io.IOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// A client over the JDK's `HttpURLConnection`, and what that throws where a time-out closes a
/// connection that is being opened or written to: a `NullPointerException`, since its parts are
/// gone.
///
/// The SDK knows of this for the reading of an answer alone (its pull requests 2572 and 6894).
/// Anywhere else the exception would pass through all of its time-outs and tries, and a slow store
/// would look like a defect of ours, with a hold that nobody knows of. Here it is what it means: an
/// `IOException`, after which the SDK tries again or says that the time is over.
record JdkHttp(SdkHttpClient client) implements SdkHttpClient {
  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (NullPointerException closed) {
          throw new IOException("the connection was closed while it was in use", closed);
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }
}
