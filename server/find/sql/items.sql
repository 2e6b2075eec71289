-- What each disclosure prints for an item, by fund.
SELECT disclosure, fund, amount FROM item WHERE item = :item
