/** A number with its noun: `1 report`, `2 reports`; pass the plural if it is not formed with s. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
