/** A record of the stand-in's dump. */
type Row = {
  id: string;
  properties: Record<string, string | null>;
  associations: { deals?: { id: string }[] | undefined };
};

/** The product families of each deal, by the names of its line items; nothing where won deals have none. */
export async function readFamilies(dump: (type: string) => Promise<Row[]>) {
  const families = new Map<string, string[]>();
  for (const { properties, associations } of await dump('line_items')) {
    const family = (properties['name'] ?? '').trim() || (properties['hs_sku'] ?? '').trim();
    if (family === '') continue;
    for (const { id } of associations.deals ?? []) {
      families.set(id, [...(families.get(id) ?? []), family]);
    }
  }
  return families.size === 0 ? undefined : families;
}
