import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-lg font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-ink text-canvas hover:bg-ink/85",
        secondary: "border border-line-strong/70 bg-surface text-ink hover:bg-hover",
        ghost: "text-muted hover:bg-hover hover:text-ink data-[popup-open]:bg-hover data-[popup-open]:text-ink",
        danger: "border border-bad/30 bg-bad-soft text-bad hover:border-bad/60",
      },
      size: {
        sm: "h-7 px-2 text-xs max-sm:h-8 [&_svg]:size-3.5",
        md: "h-8 px-3 text-sm max-sm:h-9",
        icon: "size-8 max-sm:size-9",
        iconSm: "size-7 max-sm:size-8 [&_svg]:size-3.5",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonStyle>;

export function Button({ variant, size, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={classNames(buttonStyle({ variant, size }), className)} {...rest} />;
}
