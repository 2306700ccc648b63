/** The product's mark, as `scripts/drawIcons.ts` draws it. */
export const mark =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 48 48'%3E%3Crect width='48' height='48' rx='11' fill='%233056d3'/%3E%3Cg fill='none' stroke='%23fff' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'%3E%3Cpath d='M9 28V16a6 6 0 0 1 6-6h18a6 6 0 0 1 6 6v12M16 19h16M16 25h9M9 28h8l3 5h8l3-5h8v5a5 5 0 0 1-5 5H14a5 5 0 0 1-5-5z'/%3E%3C/g%3E%3C/svg%3E";
