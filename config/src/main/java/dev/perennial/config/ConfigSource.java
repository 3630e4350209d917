package dev.perennial.config;

import java.io.IOException;
import java.util.List;

/// A place other than files from which a program takes its configuration, such as a server.
///
/// Found by `ServiceLoader`. The operator lists groups in `config_source` of `[DEFAULT]`; each such
/// group says `driver = NAME` and gives the options of that driver. Values of sources are weaker
/// than those of files and stronger than defaults; a source listed earlier is stronger than one
/// listed later. Sources are read again at every reload. One that fails is an error like any other:
/// the program does not start, or goes on with what it has.
///
/// @param <O> the options of the driver
public interface ConfigSource<O extends Record> {

  /// {@return the name that the operator writes behind `driver`}
  String driver();

  /// {@return the record of the driver's options} Its section does not count: they stand in the
  /// group that the operator has chosen.
  Class<O> options();

  /// Reads everything the source has.
  ///
  /// @param options what the operator has set
  /// @return the values, those that come later are stronger
  /// @throws IOException if the source cannot be read now; the message says why, without secrets
  /// @throws ConfigException if what it says cannot be understood
  /// @throws RuntimeException by mistake; that is an error with the name of the source, in which
  ///   its secret options are masked
  List<Value> read(O options) throws IOException;

  /// One value.
  ///
  /// @param section the section, in any letter case
  /// @param option the name as in files
  /// @param text the text as in files
  /// @param place where it stands, for messages
  record Value(String section, String option, String text, String place) {

    /// Leaves the text out: it may be secret.
    @Override
    public String toString() {
      return "[" + section + "] " + option + " from " + place;
    }
  }
}
