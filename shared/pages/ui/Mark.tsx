/** Our own sign. */
export const Mark = ({ size = 28 }: { readonly size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="#0b7285" />
    <path
      d="M5 21c5-9 17-9 22 0M9 21v-4m7 4v-7m7 7v-4"
      fill="none"
      stroke="#fff"
      strokeWidth="2.5"
      strokeLinecap="round"
    />
  </svg>
);
