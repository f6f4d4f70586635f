package io.tollgate.bench.yardstick;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// The least that a Java relay on virtual threads can cost, as a program: for each connection that
/// comes it opens one to the provider, and hands on what either side says, a read and a write at a
/// time. It looks at nothing.
final class BareRelay {
  private static final int BACKLOG = 1024;

  private BareRelay() {}

  /// Says its port, and ends with its input.
  ///
  /// @param args the provider's port on this machine
  public static void main(String[] args) throws IOException {
    int provider = Integer.parseInt(args[0]);
    try (var server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> accept(server, provider));
      System.out.println("ready " + server.getLocalPort());
      System.in.read();
    }
  }

  private static void accept(ServerSocket server, int provider) {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        Thread.ofVirtual().start(() -> serve(caller, provider));
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private static void serve(Socket caller, int provider) {
    try (caller;
        var line = new Socket(InetAddress.getLoopbackAddress(), provider)) {
      caller.setTcpNoDelay(true);
      line.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> handOn(line, caller));
      caller.getInputStream().transferTo(line.getOutputStream());
    } catch (IOException e) {
      // Somebody hung up, which is their right.
    }
  }

  /// The other way.
  private static void handOn(Socket line, Socket caller) {
    try (caller) {
      line.getInputStream().transferTo(caller.getOutputStream());
    } catch (IOException e) {
      // The caller has hung up.
    }
  }
}
