package dev.perennial.tests.system;

/// What a service of the program under test says of itself: lines `EVENT NAME WHAT PID` on standard
/// output, which all processes of the program share.
final class Journal {

  private Journal() {}

  static void event(String name, String what) {
    // One write, so that lines of several processes do not mix.
    System.out.print(line(name, what) + " " + ProcessHandle.current().pid() + "\n");
    System.out.flush();
  }

  static String line(String name, String what) {
    return "EVENT " + name + " " + what;
  }
}
