package dev.perennial.config;

/// How many there may be of something.
record Count(int min, int max) {
  static final Count ANY = new Count(0, Integer.MAX_VALUE);

  void check(int number, String things) throws BadValue {
    if (number < min) {
      throw new BadValue("has too few " + things + " (" + number + ", at least " + min + ")");
    }
    if (number > max) {
      throw new BadValue("has too many " + things + " (" + number + ", at most " + max + ")");
    }
  }

  boolean isAny() {
    return min == 0 && max == Integer.MAX_VALUE;
  }
}
