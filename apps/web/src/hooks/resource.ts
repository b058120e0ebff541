/**
 * Something read from the client: the last data known, and how reading it goes.
 *
 * @module
 */

export type Resource<T> =
  | { readonly status: 'loading'; readonly data: T | undefined; readonly error: undefined }
  | { readonly status: 'ready'; readonly data: T; readonly error: undefined }
  | { readonly status: 'failed'; readonly data: T | undefined; readonly error: Error }

export function loading<T>(data?: T): Resource<T> {
  return { status: 'loading', data, error: undefined }
}

export function ready<T>(data: T): Resource<T> {
  return { status: 'ready', data, error: undefined }
}

export function failed<T>(reason: unknown, data?: T): Resource<T> {
  return { status: 'failed', data, error: asError(reason) }
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
