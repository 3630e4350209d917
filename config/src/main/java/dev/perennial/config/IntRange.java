package dev.perennial.config;

import java.util.stream.IntStream;

/// Whole numbers from one to another, upwards or downwards, such as a range of ports.
///
/// @param first where it begins
/// @param last where it ends; smaller than `first` when it goes downwards
public record IntRange(int first, int last) {

  /// {@return whether the number is in the range, both ends included}
  ///
  /// @param number the number
  public boolean contains(int number) {
    return number >= Math.min(first, last) && number <= Math.max(first, last);
  }

  /// {@return the numbers in order, both ends included}
  public IntStream inclusive() {
    return IntStream.concat(exclusive(), IntStream.of(last));
  }

  /// {@return the numbers in order without the last}
  public IntStream exclusive() {
    return first <= last
        ? IntStream.range(first, last)
        : IntStream.iterate(first, number -> number > last, number -> number - 1);
  }

  /// {@return the range as it may be written in a file}
  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
