package dev.perennial.config;

/// Where a value came from. The string form is what messages show.
public sealed interface Origin {

  /// A place in a file. Line 0 means the file as a whole.
  ///
  /// @param file the absolute path
  /// @param line counted from 1
  /// @param column counted from 1, in characters as an editor shows them
  record InFile(String file, int line, int column) implements Origin {

    static InFile whole(String file) {
      return new InFile(file, 0, 0);
    }

    @Override
    public String toString() {
      return line == 0 ? file : file + ":" + line + ":" + column;
    }
  }

  /// A place in an external source.
  ///
  /// @param source the group that configures the source
  /// @param place where in it, such as `https://host/file:3:7`; without passwords
  record InSource(String source, String place) implements Origin {
    @Override
    public String toString() {
      return place;
    }
  }

  /// An environment variable.
  ///
  /// @param name the name of the variable
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return "variable " + name;
    }
  }

  /// A command line argument.
  ///
  /// @param index counted from 1
  record Argument(int index) implements Origin {
    @Override
    public String toString() {
      return "argument " + index;
    }
  }

  /// The default that the program declares.
  record Default() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }

  /// Set by code, as tests do.
  record Code() implements Origin {
    @Override
    public String toString() {
      return "code";
    }
  }
}
