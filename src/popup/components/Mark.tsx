/** The product's mark: a tray with a message in it. */
export function Mark() {
  return (
    <svg aria-hidden="true" class="mark" viewBox="0 0 48 48">
      <rect fill="var(--accent)" height="48" rx="12" width="48" />
      <path
        d="M12 27v-9a5 5 0 0 1 5-5h14a5 5 0 0 1 5 5v9M12 27h6.500l2.500 4h6l2.500-4H36v4a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4v-4Z"
        fill="none"
        stroke="var(--on-accent)"
        stroke-linejoin="round"
        stroke-width="2.600"
      />
      <path
        d="M18 20h12M18 24.500h7"
        fill="none"
        stroke="var(--on-accent)"
        stroke-linecap="round"
        stroke-width="2.600"
      />
    </svg>
  );
}
