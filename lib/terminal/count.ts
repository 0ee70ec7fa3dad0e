/** A number with its noun: `1 report`, `2 reports`; the plural is given where it does not end in s alone. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
