package dev.perennial.service;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the numbers of one process are: memory that a supervisor can map too, so that it sees them
/// without asking, and has them still when the process was killed.
///
/// ```
/// 0   magic, 8 bytes
/// 8   where the records end, 8 bytes: written last, so that half a record is never seen
/// 64  records, each beginning at a multiple of 64
///
/// record:  bytes, kind, unit, stripes, bounds, where the numbers begin     6 × 4 bytes
///          the bounds                                                        8 bytes each
///          name, help, labels                                                4 bytes length + UTF-8
///          the numbers, at a multiple of 64                                  see MetricCells
/// ```
///
/// All in the order of bytes of the machine. Nothing is ever removed or moved. One process appends,
/// any thread of it, one at a time; any process reads.
public final class MetricsPage {

  private static final int BYTES = 128 * 1024;
  private static final long MAGIC = 0x5052_4e4d_4554_0001L;
  private static final int END = 8;
  private static final int FIRST = 64;
  private static final int FIXED = 6 * Integer.BYTES;

  private final ByteBuffer memory;

  private MetricsPage(ByteBuffer memory) {
    this.memory = memory.order(ByteOrder.nativeOrder());
  }

  /// A page that only this process sees.
  static MetricsPage inMemory() {
    MetricsPage page = new MetricsPage(ByteBuffer.allocateDirect(BYTES));
    page.format();
    return page;
  }

  /// Makes the file of a page, with all its space, so that no later write can fail.
  ///
  /// @param file must not exist
  /// @return the page, to be read
  /// @throws IOException if it cannot be made
  public static MetricsPage create(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocate(BYTES);
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      MetricsPage page = new MetricsPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
      page.format();
      return page;
    }
  }

  /// Maps the page that the supervisor has made for this process.
  ///
  /// @param file of the page
  /// @return the page, to count in
  /// @throws IOException if there is none
  public static MetricsPage open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // For as long as the process lives. A buffer that goes with its last user would be made by
      // reflection, which costs a cold JVM some 20 ms.
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES, Arena.global());
      MetricsPage page = new MetricsPage(memory.asByteBuffer());
      if (page.memory.getLong(0) != MAGIC) {
        throw new IOException(file + " is no page of metrics");
      }
      return page;
    }
  }

  private void format() {
    memory.putLong(0, MAGIC);
    MetricCells.VIEW.setRelease(memory, END, (long) FIRST);
  }

  /// Adds a series.
  ///
  /// @return its numbers, all zero; nothing if the page is full
  Optional<MetricCells> append(MetricSeries series, int stripes) {
    byte[] name = series.name().getBytes(StandardCharsets.UTF_8);
    byte[] help = series.help().getBytes(StandardCharsets.UTF_8);
    byte[] labels = series.labels().getBytes(StandardCharsets.UTF_8);
    int start = end();
    int text = FIXED + series.bounds().size() * Long.BYTES;
    int numbers = aligned(text + 3 * Integer.BYTES + name.length + help.length + labels.length);
    MetricCells cells = new MetricCells(memory, start + numbers, stripes, series.values().size());
    if (start + numbers + cells.bytes() > BYTES) {
      return Optional.empty();
    }
    ByteBuffer record = memory.duplicate().order(ByteOrder.nativeOrder()).position(start);
    record.putInt(numbers + cells.bytes());
    record.putInt(series.kind().ordinal()).putInt(series.unit().ordinal());
    record.putInt(stripes).putInt(series.bounds().size()).putInt(numbers);
    series.bounds().forEach(record::putLong);
    for (byte[] part : List.of(name, help, labels)) {
      record.putInt(part.length).put(part);
    }
    MetricCells.VIEW.setRelease(memory, END, (long) start + numbers + cells.bytes());
    return Optional.of(cells);
  }

  /// What was counted so far.
  ///
  /// @return the series in the order in which they were added
  public List<MetricSeries> series() {
    List<MetricSeries> all = new ArrayList<>();
    int end = end();
    for (int start = FIRST; start < end; start += memory.getInt(start)) {
      all.add(read(start));
    }
    return all;
  }

  private MetricSeries read(int start) {
    ByteBuffer record =
        memory.duplicate().order(ByteOrder.nativeOrder()).position(start + Integer.BYTES);
    MetricKind kind = MetricKind.values()[record.getInt()];
    MetricUnit unit = MetricUnit.values()[record.getInt()];
    int stripes = record.getInt();
    int boundCount = record.getInt();
    int numbers = record.getInt();
    List<Long> bounds = new ArrayList<>(boundCount);
    for (int i = 0; i < boundCount; i++) {
      bounds.add(record.getLong());
    }
    String name = text(record);
    String help = text(record);
    String labels = text(record);
    // Behind the bounded buckets of a histogram come one without a bound and the sum.
    int cellCount = kind == MetricKind.HISTOGRAM ? boundCount + 2 : 1;
    MetricCells cells = new MetricCells(memory, start + numbers, stripes, cellCount);
    List<Long> values = new ArrayList<>(cellCount);
    for (int cell = 0; cell < cellCount; cell++) {
      values.add(cells.sum(cell));
    }
    return new MetricSeries(kind, unit, name, help, labels, bounds, values);
  }

  private static String text(ByteBuffer record) {
    byte[] bytes = new byte[record.getInt()];
    record.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private int end() {
    return Math.toIntExact((long) MetricCells.VIEW.getAcquire(memory, END));
  }

  private static int aligned(int bytes) {
    return (bytes + MetricCells.LINE - 1) / MetricCells.LINE * MetricCells.LINE;
  }
}
