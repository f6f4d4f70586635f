package io.tollgate.bench.overspend;

import io.tollgate.bench.http.Conduct;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A provider that lets all wait until it is told to answer.
final class HeldConduct implements Conduct {
  private final byte[] answer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private boolean open;
  private int waiting;

  HeldConduct(byte[] answer) {
    this.answer = answer.clone();
  }

  /// From now on calls wait.
  void hold() {
    set(false);
  }

  /// From now on calls are answered, those that wait first.
  void release() {
    set(true);
  }

  private void set(boolean now) {
    lock.lock();
    try {
      open = now;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many calls wait now.
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void answer(OutputStream out) throws IOException, InterruptedException {
    lock.lock();
    try {
      waiting++;
      while (!open) {
        opened.await();
      }
      waiting--;
    } finally {
      lock.unlock();
    }
    out.write(answer);
  }
}
