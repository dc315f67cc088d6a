import { type QueryKey, type UseQueryResult, useInfiniteQuery } from "@tanstack/react-query";

/** What a table shows: rows, or that they are under way, or what went wrong. */
export interface Rows<Row> {
  /** `undefined`: not there yet. */
  readonly rows: readonly Row[] | undefined;
  readonly error: Error | null;
  /** Asks again after an error. */
  retry?(): void;
  /** Brings the next rows; not there when these are all. */
  more?(): void;
  readonly isBringingMore: boolean;
}

/** Rows that are at hand. */
export const rowsAtHand = <Row>(rows: readonly Row[]): Rows<Row> => ({ rows, error: null, isBringingMore: false });

/** Rows that one answer holds, all of them. */
export const rowsOf = <Data, Row>(query: UseQueryResult<Data>, pick: (data: Data) => readonly Row[]): Rows<Row> => ({
  rows: query.data === undefined ? undefined : pick(query.data),
  error: query.error,
  retry: () => void query.refetch(),
  isBringingMore: false,
});

interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}

/** Rows of a list of the API, page after page: `read` gets what is added to the query for the wanted page. */
export const usePages = <Row>(
  queryKey: QueryKey,
  read: (place: { readonly cursor?: string }) => Promise<Page<Row>>,
  options: { readonly refetchInterval?: number; readonly enabled?: boolean } = {},
): Rows<Row> => {
  const query = useInfiniteQuery({
    queryKey: [...queryKey, "pages"],
    queryFn: ({ pageParam }) => read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    ...options,
  });
  return {
    rows: query.data?.pages.flatMap(({ data }) => data),
    error: query.error,
    retry: () => void query.refetch(),
    ...(query.hasNextPage ? { more: () => void query.fetchNextPage() } : {}),
    isBringingMore: query.isFetchingNextPage,
  };
};
