package dev.perennial.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    Table table = new Table("server", "rate");
    table.row("a", "1000");
    table.row("a longer name", "7");
    assertEquals(
        List.of("server         rate", "a              1000", "a longer name  7"), table.lines());
  }

  @Test
  void a_row_has_a_cell_for_each_column() {
    Table table = new Table("server", "rate");
    assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
  }
}
