/** Slug of a vertical's root: `solar` of `solar.residential`. */
export function rootOf(slug: string): string {
  return slug.split(".", 1)[0] as string;
}
