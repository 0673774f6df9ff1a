/** A type's name as graph-node spells it in queries for one entity. */
export function entityName(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1);
}

/** A type's name as graph-node spells it in queries for many: its plural, or `…_collection` where that is the same word. */
export function collectionName(type: string): string {
  const one = entityName(type);
  if (/(?:ss|x|z|ch|sh)$/.test(one)) return `${one}es`;
  if (one.endsWith("s")) return `${one}_collection`;
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`;
  return `${one}s`;
}
