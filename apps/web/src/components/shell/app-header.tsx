"use client";

import { Search } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { Kbd } from "../ui/kbd.tsx";
import { HealthMark } from "./health-mark.tsx";
import { Logo } from "./logo.tsx";
import { openPalette } from "./palette-state.ts";
import { ThemeMenu } from "./theme-menu.tsx";

const places: readonly { href: Route; label: string; holds: RegExp }[] = [
  { href: "/", label: "Tasks", holds: /^\/$/ },
  { href: "/repositories", label: "Repositories", holds: /^\/(repositories|environments)(\/|$)/ },
  { href: "/settings" as Route, label: "Settings", holds: /^\/settings(\/|$)/ },
];

/** The bar over the lists of the product; a task's page has a header of its own. */
export function AppHeader() {
  const pathname = usePathname();
  return (
    <header className="sticky top-0 z-30 border-b bg-canvas/85 backdrop-blur">
      <div className="mx-auto flex h-13 max-w-5xl items-center gap-1 px-4 sm:px-6">
        <Link href="/" className="mr-3 flex items-center gap-2 rounded-md font-semibold tracking-tight">
          <Logo className="size-5" />
          <span className="max-sm:sr-only">Slipway</span>
        </Link>
        <nav aria-label="Main" className="flex gap-0.5">
          {places.map((place) => (
            <Link
              key={place.href}
              href={place.href}
              aria-current={pathname === place.href ? "page" : undefined}
              className={classNames(
                "rounded-md px-2.5 py-1 text-muted text-sm transition-colors hover:text-ink",
                place.holds.test(pathname) && "bg-hover font-medium text-ink",
              )}
            >
              {place.label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <HealthMark />
          <Button variant="ghost" size="sm" onClick={openPalette} className="max-sm:px-2.5">
            <Search aria-hidden />
            <span className="sr-only">Search and commands</span>
            <span className="hidden items-center gap-0.5 md:inline-flex">
              <Kbd>⌘</Kbd>
              <Kbd>K</Kbd>
            </span>
          </Button>
          <ThemeMenu />
        </div>
      </div>
    </header>
  );
}
