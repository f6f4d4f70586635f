package io.tollgate.proxy.upstream;

/// Finds the body among the bytes of a connection, arrival by arrival. Not safe for use by several
/// threads.
abstract sealed class Framing {
  /// Takes the body's bytes that have arrived and moves them together at the front of what was not
  /// yet taken.
  ///
  /// @return how many bytes of body now stand at the old {@link Connection#from}
  abstract int take(Connection connection) throws Garbled;

  /// Whether the body has ended.
  abstract boolean isComplete();

  /// Whether the end of the connection is an end of the body, not a breach.
  boolean endsWithConnection() {
    return false;
  }

  static Framing ofLength(long length) {
    return new Length(length);
  }

  static Framing untilClosed() {
    return new UntilClosed();
  }

  static Framing chunked() {
    return new Chunked();
  }

  private static final class Length extends Framing {
    private long missing;

    Length(long length) {
      missing = length;
    }

    @Override
    int take(Connection connection) {
      int count = (int) Math.min(missing, connection.to - connection.from);
      connection.from += count;
      missing -= count;
      return count;
    }

    @Override
    boolean isComplete() {
      return missing == 0;
    }
  }

  private static final class UntilClosed extends Framing {
    @Override
    int take(Connection connection) {
      int count = connection.to - connection.from;
      connection.from = connection.to;
      return count;
    }

    @Override
    boolean isComplete() {
      return false;
    }

    @Override
    boolean endsWithConnection() {
      return true;
    }
  }

  /// Byte by byte where the framing is, in blocks where the body is; a piece may end anywhere.
  private static final class Chunked extends Framing {
    private static final long LARGEST = 1L << 40;

    private enum State {
      SIZE,
      EXTENSION,
      DATA,
      BREAK,
      TRAILER,
      COMPLETE
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private boolean lineIsEmpty = true;

    @Override
    int take(Connection connection) throws Garbled {
      byte[] bytes = connection.buffer;
      int start = connection.from;
      int put = start;
      while (connection.from < connection.to && state != State.COMPLETE) {
        if (state == State.DATA) {
          int count = (int) Math.min(size, connection.to - connection.from);
          System.arraycopy(bytes, connection.from, bytes, put, count);
          put += count;
          connection.from += count;
          size -= count;
          if (size == 0) {
            state = State.BREAK;
          }
        } else {
          step(bytes[connection.from++]);
        }
      }
      return put - start;
    }

    private void step(byte b) throws Garbled {
      switch (state) {
        case SIZE -> size(b);
        case EXTENSION -> {
          if (b == '\n') {
            startChunk();
          }
        }
        case BREAK -> {
          if (b == '\n') {
            state = State.SIZE;
            digits = 0;
          } else if (b != '\r') {
            throw new Garbled("a chunk of the answer is longer than it says");
          }
        }
        case TRAILER -> {
          if (b == '\n' && lineIsEmpty) {
            state = State.COMPLETE;
          }
          lineIsEmpty = b == '\n' || (b == '\r' && lineIsEmpty);
        }
        case DATA, COMPLETE -> throw new IllegalStateException("no framing is due in " + state);
      }
    }

    private void size(byte b) throws Garbled {
      int digit = Character.digit(b, 16);
      if (digit >= 0) {
        size = size * 16 + digit;
        digits++;
      } else if (b == '\n') {
        startChunk();
      } else if (b == ';' || b == ' ') {
        state = State.EXTENSION;
      } else if (b != '\r') {
        throw new Garbled("a chunk of the answer does not say how long it is");
      }
      if (size > LARGEST) {
        throw new Garbled("a chunk of the answer says it is " + size + " bytes long");
      }
    }

    private void startChunk() throws Garbled {
      if (digits == 0) {
        throw new Garbled("a chunk of the answer does not say how long it is");
      }
      state = size == 0 ? State.TRAILER : State.DATA;
    }

    @Override
    boolean isComplete() {
      return state == State.COMPLETE;
    }
  }
}
