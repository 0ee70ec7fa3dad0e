import { hash } from 'node:crypto'

/** The digest that ids and seals of every version are, made without the program: of each part after its length. */
export function digest(...parts: readonly string[]): string {
  return short(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
}

/** 22 characters of a SHA-256, as a content is named by its first line, with the newline. */
export function short(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
}
