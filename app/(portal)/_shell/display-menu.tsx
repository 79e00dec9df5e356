"use client";

import { SunMoon } from "lucide-react";
import { useTheme } from "next-themes";
import { type GainColours, useGainColours } from "#app/_lib/display-settings.ts";
import { Button } from "#app/_ui/button.tsx";
import { Menu, MenuChoice, MenuLabel, MenuSeparator } from "#app/_ui/menu.tsx";

/** Theme, and the colours of gains and losses. */
export function DisplayMenu() {
  const { theme = "system", setTheme } = useTheme();
  const [gains, setGains] = useGainColours();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="icon" aria-label="Theme and colours">
          <SunMoon aria-hidden="true" />
        </Button>
      }
    >
      <MenuLabel>Theme</MenuLabel>
      <MenuChoice
        value={theme}
        onValueChange={setTheme}
        options={[
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
          { value: "system", label: "As the system" },
        ]}
      />
      <MenuSeparator />
      <MenuLabel>Gains and losses</MenuLabel>
      <MenuChoice
        value={gains}
        onValueChange={(value) => setGains(value as GainColours)}
        options={[
          { value: "teal-orange", label: "Teal and orange", note: "told apart by every reader" },
          { value: "green-red", label: "Green and red", note: "custom of Europe and America" },
          { value: "red-green", label: "Red and green", note: "custom of China, Japan, Korea" },
        ]}
      />
    </Menu>
  );
}
