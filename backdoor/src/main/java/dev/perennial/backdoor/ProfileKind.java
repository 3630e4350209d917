package dev.perennial.backdoor;

/// What the samples of a profile are of.
enum ProfileKind {
  CPU("CPU time"),
  WALL("wall-clock time, also of threads that wait");

  private final String text;

  ProfileKind(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
