import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { count } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";

interface Related {
  readonly id: string;
  readonly name: string | null;
}

/** The account somebody belongs to, its people, and the chain they buy through. Nothing where there is none of it. */
export function RelationsCard({ id }: { id: string }) {
  const relations = useRead("customer.getRelations", { id }).data;
  if (relations === undefined) return null;
  const { account, people, chain, through } = relations;
  if (account === null && people.total === 0 && chain.length === 0 && through.total === 0) return null;
  return (
    <Card id="relations" title={t("relations.title")}>
      <dl className="relations">
        {account !== null && <Group name={t("relations.account")} all={[account]} />}
        {people.total > 0 && (
          <Group name={t("relations.people", { n: people.total })} all={people.first} more={people.total - people.first.length} />
        )}
        {chain.length > 0 && <Group name={t("relations.chain")} all={chain} />}
        {through.total > 0 && (
          <Group name={t("relations.through", { n: through.total })} all={through.first} more={through.total - through.first.length} />
        )}
      </dl>
    </Card>
  );
}

function Group({ name, all, more = 0 }: { name: string; all: readonly Related[]; more?: number }) {
  return (
    <div>
      <dt>{name}</dt>
      {all.map((one) => (
        <dd key={one.id}>
          <Link to="/customers/$id" params={{ id: one.id }}>
            {one.name ?? one.id}
          </Link>
          {one.name !== null && <span className="sec"> {one.id}</span>}
        </dd>
      ))}
      {more > 0 && <dd className="sec">{t("relations.more", { n: count(more) })}</dd>}
    </div>
  );
}
