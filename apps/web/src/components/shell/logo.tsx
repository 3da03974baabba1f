/** A hull on its slipway. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" className={className}>
      <path d="M3.5 9.5 20.5 6c-.4 4.6-3.4 8-8 8.6l-4.7.6A4.6 4.6 0 0 1 3.5 9.5Z" fill="currentColor" />
      <path d="M3 20.5 21 16.5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
