package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateFormatTest {

  private static final ZoneId INDIA = ZoneId.of("Asia/Kolkata");
  private static final long MOMENT = Instant.parse("2026-03-04T15:06:07.089Z").toEpochMilli();

  @ParameterizedTest
  @CsvSource({
    "'%Y-%m-%d %H:%M:%S', '2026-03-04 20:36:07'",
    "'%F %T', '2026-03-04 20:36:07'",
    "'%d.%m.%y %I:%M %p', '04.03.26 08:36 PM'",
    "'%a %A %b %B', 'Wed Wednesday Mar March'",
    "'%b %e %H', 'Mar  4 20'",
    "'%j %z %s', '063 +0530 1772636767'",
    "'100%% %H', '100% 20'"
  })
  void directives_are_those_of_strftime(String directives, String text) {
    assertEquals(text, DateFormat.of(directives, INDIA).text(MOMENT));
  }

  @Test
  void each_second_has_its_own_text_also_before_1970() {
    DateFormat format = DateFormat.of("%H:%M:%S", ZoneId.of("UTC"));
    assertEquals("00:00:00", format.text(999));
    assertEquals("00:00:01", format.text(1000));
    assertEquals("00:00:00", format.text(0));
    assertEquals("23:59:59", format.text(-1));
  }

  @Test
  void what_is_no_directive_is_refused() {
    assertEquals(
        "unknown directive %Q",
        assertThrows(IllegalArgumentException.class, () -> DateFormat.of("%Y %Q")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> DateFormat.of("%Y%"));
  }
}
