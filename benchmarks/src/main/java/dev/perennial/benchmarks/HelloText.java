package dev.perennial.benchmarks;

/// What every server under test answers.
final class HelloText {

  static final String BODY = "hello, world\n";

  private HelloText() {}
}
