package dev.perennial.service;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The numbers of one series in a page. There are several copies of them, each on cache lines of
/// its own, so that threads that count at the same time seldom meet; their sum is what was counted.
///
/// @param page in which they are
/// @param offset of the first copy, a multiple of [#LINE]
/// @param stripes how many copies, a power of two
/// @param cells how many numbers
record MetricCells(ByteBuffer page, int offset, int stripes, int cells) {

  /// Bytes that no two threads share by accident.
  static final int LINE = 64;

  /// Reads and writes the numbers of a page as whole numbers of eight bytes, atomically.
  static final VarHandle VIEW =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /// More would cost more memory than it saves time.
  private static final int MOST_STRIPES = 8;

  static int stripesOfThisMachine() {
    int processors = Runtime.getRuntime().availableProcessors();
    return Math.min(MOST_STRIPES, Integer.highestOneBit(Math.max(1, 2 * processors - 1)));
  }

  static int stride(int cells) {
    return (cells * Long.BYTES + LINE - 1) / LINE * LINE;
  }

  int bytes() {
    return stripes * stride(cells);
  }

  /// Where the copy of this thread begins. Threads are numbered in turn, so they spread.
  int ownStripe() {
    return offset + ((int) Thread.currentThread().threadId() & stripes - 1) * stride(cells);
  }

  void add(int stripe, int cell, long number) {
    long _ = (long) VIEW.getAndAdd(page, stripe + cell * Long.BYTES, number);
  }

  void set(long number) {
    VIEW.setVolatile(page, offset, number);
  }

  long sum(int cell) {
    long sum = 0;
    for (int stripe = 0; stripe < stripes; stripe++) {
      sum += (long) VIEW.getVolatile(page, offset + stripe * stride(cells) + cell * Long.BYTES);
    }
    return sum;
  }
}
