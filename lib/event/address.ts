/** The domain of an address, in small letters; of a text without one the text itself. */
export function addressDomain(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
