"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Button } from "../ui/button.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";

export function ThemeMenu() {
  const { setTheme } = useTheme();
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="iconSm" aria-label="Theme">
          <Sun aria-hidden className="dark:hidden" />
          <Moon aria-hidden className="hidden dark:block" />
        </Button>
      }
    >
      <MenuItem icon={<Sun aria-hidden />} label="Light" onSelect={() => setTheme("light")} />
      <MenuItem icon={<Moon aria-hidden />} label="Dark" onSelect={() => setTheme("dark")} />
      <MenuItem icon={<Monitor aria-hidden />} label="As the system" onSelect={() => setTheme("system")} />
    </Menu>
  );
}
