package dev.perennial.config;

/// An amount of memory or storage.
///
/// @param bytes how many bytes; not negative
public record ByteSize(long bytes) {

  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if `bytes` is negative
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  /// {@return the number of bytes, as it may be written in a file}
  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
