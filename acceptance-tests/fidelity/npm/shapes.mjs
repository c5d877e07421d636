// Compares raw responses with the keys that a model of the SDK reads.

// The shape of a model class: API names with their types.
export function modelShape(model) {
  const [names, types] = [model.names(), model.types()];
  return Object.fromEntries(Object.entries(names).map(([attribute, wire]) => [wire, typeShape(types[attribute])]));
}

function typeShape(type) {
  if (typeof type === "string") return type;
  if (typeof type === "function") return modelShape(type);
  if (type.type === "array") return [typeShape(type.itemType)];
  return type.type;
}

const KINDS = { integer: "number" };

// Unknown keys and wrong JSON types, with their paths.
export function differences(value, shape, where = "") {
  if (value === null || value === undefined) return [];
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return [`${where}: ${kind(value)} where the SDK reads a list`];
    return value.flatMap((item, index) => differences(item, shape[0], `${where}[${index}]`));
  }
  if (typeof shape === "object") return objectDifferences(value, shape, where);
  const wanted = KINDS[shape] ?? shape;
  if (wanted === "any" || wanted === kind(value) || (wanted === "map" && kind(value) === "object")) return [];
  return [`${where}: ${kind(value)} where the SDK reads ${shape}`];
}

function objectDifferences(value, shape, where) {
  if (kind(value) !== "object") return [`${where}: ${kind(value)} where the SDK reads an object`];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = where ? `${where}.${key}` : key;
    const inner = shape[key] ?? shape["*"];
    return inner === undefined ? [`${path}: a key the SDK does not know`] : differences(item, inner, path);
  });
}

function kind(value) {
  return Array.isArray(value) ? "list" : typeof value;
}
